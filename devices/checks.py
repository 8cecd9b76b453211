"""What must be true of a table of a devices file beyond its types, alone and beside the tables before it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from devices.keys import known
from devices.parts import KeypadPart, Part, Port, RelayPart, SignPart
from devices.sign_in import APART
from hardware.bus.framed import Template
from hardware.bus.presets import PRESETS
from hardware.errors import AddressError

MEANINGS = "next, recall, start, finish, no-show, park, close, transfer to desk N, transfer to service S or rate N"


class Wrong(Exception):
    """A key of a table holds what cannot be."""

    def __init__(self, key: str, found: object, expected: str) -> None:
        super().__init__(key, found, expected)
        self.key, self.found, self.expected = key, found, expected


def check(part: Part, *, before: Sequence[Part], ports: Collection[str]) -> None:
    """Raises `Wrong` for the first thing that is."""
    if any(each.name == part.name for each in before):
        raise Wrong("name", part.name, "a name used only once")
    if isinstance(part, Port):
        if any(isinstance(each, Port) and each.path == part.path for each in before):
            raise Wrong("path", part.path, "a path used only once: all that hangs on it names the same port")
        return
    if part.kind == "usb":
        _check_pad(part, before)
    elif part.port not in ports:
        raise Wrong("port", part.port, f"one of {', '.join(sorted(ports))}" if ports else "the name of a [[port]]")
    if part.kind == "framed":
        _check_frame(part)
    if isinstance(part, SignPart):
        _check_alone(part, before)
    if isinstance(part, KeypadPart):
        _check_keys(part)


def template_of(part: SignPart | KeypadPart | RelayPart) -> Template:
    """How a framed part is spoken to. Raises `Wrong`."""
    if part.frame:
        try:
            return Template.parse(part.frame)
        except AddressError as error:
            raise Wrong("frame", part.frame, str(error).removeprefix(f"{part.frame!r}: ")) from error
    if part.preset not in PRESETS:
        raise Wrong("preset", part.preset or None, f"one of {', '.join(PRESETS)}, or a frame")
    return PRESETS[part.preset]


def _check_pad(part: KeypadPart | SignPart | RelayPart, before: Sequence[Part]) -> None:
    assert isinstance(part, KeypadPart)
    if not part.path:
        raise Wrong("path", None, "the path of an input device")
    if any(isinstance(each, KeypadPart) and each.path == part.path for each in before):
        raise Wrong("path", part.path, "a path used only once: a pad has one owner")


def _check_frame(part: SignPart | KeypadPart | RelayPart) -> None:
    template = template_of(part)
    key, address = ("channel", part.channel) if isinstance(part, RelayPart) else ("unit", part.unit)
    if address not in template.addresses:
        raise Wrong(key, address, f"{template.addresses[-1]} at most: the frame has no more places for it")
    if isinstance(part, KeypadPart) and not (part.width or template.ends):
        raise Wrong("width", None, "how many bytes a key's data has: nothing in the frame tells where it ends")


def _check_alone(part: SignPart, before: Sequence[Part]) -> None:
    """Two signs at one place would be one sign that shows two desks' numbers in turn."""
    if any(isinstance(each, SignPart) and _place(each) == _place(part) for each in before):
        raise Wrong("unit", part.unit, "one that no sign before it has on this port")


def _place(part: SignPart) -> tuple[object, ...]:
    addressed = part.kind == "modbus" or (part.kind == "framed" and template_of(part).addressed)
    return part.port, part.kind, part.unit if addressed else None, part.value


def _check_keys(part: KeypadPart) -> None:
    for key, meaning in part.keys.items():
        if not known(meaning):
            raise Wrong("keys", f"{key} = {meaning}", MEANINGS)
    if part.kind == "modbus":
        _check_buttons(part)


def _check_buttons(part: KeypadPart) -> None:
    """Buttons have no names of their own: one that is not there is never pressed, none is Enter unless it is said."""
    buttons = {str(number) for number in range(1, part.count + 1)}
    for where, table in (("keys", part.keys), ("types", part.types)):
        for key in table:
            if key not in buttons:
                raise Wrong(where, key, f"1 to {part.count}, which is its count")
    needed = {"enter", APART} if len(part.officers) > 1 else {"enter"} if part.officers else set()
    if missing := needed - set(part.types.values()):
        raise Wrong("types", part.types or None, f"a button for {', '.join(sorted(missing))}: officers sign in here")
