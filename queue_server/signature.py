"""Who wrote the settings that a hub hands down: Ed25519 over their number and text. Not a general tool for signing.

The private key stays with whoever publishes, away from the hub; a centre knows the public one. So a hub in wrong hands
can hold settings back, and cannot make any.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class KeyUnusable(Exception):
    """This file holds no key of ours; name the one that `motcua publish` has made."""


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file, which is made when it is not there. Raises `KeyUnusable` and OSError."""
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(base64.b64encode(made.private_bytes_raw()) + b"\n")
        return made
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text("ascii"), validate=False))
    except (ValueError, binascii.Error) as error:
        raise KeyUnusable(f"{path}: {error}") from error


def public_text(key: Ed25519PrivateKey) -> str:
    """What centres are given: one line."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """From that line. Raises `KeyUnusable`."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except (ValueError, binascii.Error) as error:
        raise KeyUnusable(f"this is no key of a province, such as motcua publish prints: {error}") from error


def sign(key: Ed25519PrivateKey, *, number: int, text: str) -> str:
    """The signature of settings with their number: an older text cannot pass for a newer one."""
    return base64.b64encode(key.sign(_signed(number, text))).decode()


def genuine(key: Ed25519PublicKey, *, number: int, text: str, signature: str) -> bool:
    """Whether whoever holds the private key has signed this."""
    try:
        key.verify(base64.b64decode(signature, validate=True), _signed(number, text))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _signed(number: int, text: str) -> bytes:
    return f"motcua settings {number}\n{text}".encode()
