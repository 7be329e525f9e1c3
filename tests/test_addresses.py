"""Which addresses are public, in any spelling, and that a name is looked at where it leads."""

from __future__ import annotations

import ipaddress

import pytest

from newscrawl.middlewares.addresses import GuardedResolver, PrivateAddressError, is_allowed, networks


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8", "::ffff:93.184.216.34"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), [])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("192.0.0.192", "192.88.99.1", "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1"),
        *("::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "3fff::1", "5f00::1"),
    ],
)
def test_all_others_are_not_unless_they_are_opened(address: str) -> None:
    found = ipaddress.ip_address(address)
    assert not is_allowed(found, [])
    assert not is_allowed(found, networks(["127.77.0.0/16"]))


def test_a_range_can_be_opened() -> None:
    assert is_allowed(ipaddress.ip_address("127.77.0.1"), networks(["127.77.0.0/16"]))
    with pytest.raises(ValueError, match="write it like"):
        networks(["127.77.0.0/77"])


def resolver(*allowed: str) -> GuardedResolver:
    made = GuardedResolver.__new__(GuardedResolver)
    made.allowed = networks(allowed)
    return made


def test_a_name_that_leads_inside_is_refused_whenever_it_does() -> None:
    """Rebinding: the answer that is looked at is the address connected to, each time."""
    guard = resolver()
    assert guard._check("93.184.216.34", "turns.test") == "93.184.216.34"
    with pytest.raises(PrivateAddressError):
        guard._check("127.0.0.1", "turns.test")
    assert "turns.test" in guard.refused
    GuardedResolver.refused.discard("turns.test")


def test_what_is_no_address_leads_nowhere() -> None:
    with pytest.raises(PrivateAddressError):
        resolver()._check("elsewhere", "odd.test")
    GuardedResolver.refused.discard("odd.test")
