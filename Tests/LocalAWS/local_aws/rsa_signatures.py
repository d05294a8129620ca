"""The signatures of JSON Web Tokens that API Gateway knows: RSASSA-PKCS1-v1_5.

https://www.rfc-editor.org/rfc/rfc7518#section-3.3 and https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2. MiniStack needs
another package for them, without which it refuses every token.
"""

import hashlib

_DIGEST_INFOS = {
    "RS256": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": ("sha384", bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": ("sha512", bytes.fromhex("3051300d060960864801650304020305000440")),
}


def is_signed(algorithm: object, message: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
    """Whether the signature is the key's; False for an algorithm that is not based on RSA."""
    if algorithm not in _DIGEST_INFOS:
        return False
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    return pow(number, exponent, modulus).to_bytes(size, "big") == encoded(str(algorithm), message, size)


def encoded(algorithm: str, message: bytes, size: int) -> bytes:
    """The message's digest, padded to the size of the key in bytes: what is signed."""
    name, prefix = _DIGEST_INFOS[algorithm]
    information = prefix + hashlib.new(name, message).digest()
    return b"\x00\x01" + b"\xff" * (size - len(information) - 3) + b"\x00" + information
