/// HMAC-SHA-256 (RFC 2104) over libcrypto's SHA-256.
///
/// The key is absorbed once, at the start: authenticating a further message under the same key costs two blocks less
/// than the one-shot function, and no algorithm fetch.
public struct HMAC: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  /// - Parameter key: any length; a key longer than a block (64 bytes) is hashed first, as the RFC says.
  public init(key: [UInt8]) {
    var block = key.count > SHA256.blockLength ? SHA256.hash(key) : key
    block.append(contentsOf: repeatElement(0, count: SHA256.blockLength - block.count))
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5c })
    self.inner = inner
    self.outer = outer
  }

  /// The authentication code of a message, 32 bytes.
  public func authenticate(_ message: some Collection<UInt8>) -> [UInt8] {
    var hash = inner
    hash.update(message)
    var result = outer
    result.update(hash.digest())
    return result.digest()
  }
}
