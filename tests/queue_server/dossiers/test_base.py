from __future__ import annotations

import pytest

from queue_server.dossiers.base import DossierState, NoRegistry, RegistryUnavailable
from queue_server.protocol.dossiers import DossierCode


def test_the_states_have_the_portals_numbers() -> None:
    assert [state.value for state in DossierState] == list(range(1, 11))
    assert DossierState(9) is DossierState.DONE


async def test_without_a_registry_nothing_is_known() -> None:
    with pytest.raises(RegistryUnavailable, match="no registry"):
        await NoRegistry().find(DossierCode("H34-221013-0012", "H34", "221013", "0012"))
