"""The text that Prometheus reads, character by character."""

from __future__ import annotations

from queue_server.web.exposition import Family, Sample, exposition, histogram


def test_a_family_is_two_heads_and_its_samples() -> None:
    samples = (Sample(value=3, labels={"service": 'a"b\\c\nd'}), Sample(value=0.25))
    family = Family(name="motcua_x", kind="gauge", help="What.", samples=samples)
    assert exposition([family]) == (
        '# HELP motcua_x What.\n# TYPE motcua_x gauge\nmotcua_x{service="a\\"b\\\\c\\nd"} 3\nmotcua_x 0.25\n'
    )


def test_a_histogram_counts_up_to_each_bound() -> None:
    family = histogram("t", help="T.", bounds=(0.1, 1.0), counts=(2, 0, 1), total=4.5)
    assert exposition([family]).splitlines()[2:] == [
        't_bucket{le="0.1"} 2', 't_bucket{le="1.0"} 2', 't_bucket{le="+Inf"} 3', "t_sum 4.5", "t_count 3",
    ]  # fmt: skip
