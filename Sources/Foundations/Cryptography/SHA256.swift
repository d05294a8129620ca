import CCrypto

/// SHA-256 (FIPS 180-4), computed by OpenSSL's libcrypto.
///
/// A value holds the state of a hash under way; copying it forks the hash, which is what makes keyed hashes with a
/// common prefix cheap.
public struct SHA256: Sendable {
  /// Bytes in a digest.
  public static let digestLength = 32
  /// Bytes the compression function takes at once; HMAC pads its key to this.
  static let blockLength = 64

  private var state = SHA256_CTX()

  /// A hash of nothing yet.
  public init() {
    SHA256_Init(&state)
  }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    let added: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      if let base = buffer.baseAddress { SHA256_Update(&state, base, buffer.count) }
    }
    if added == nil { update(Array(bytes)) }
  }

  /// The digest of the message so far, 32 bytes.
  public func digest() -> [UInt8] {
    var last = state
    return [UInt8](unsafeUninitializedCapacity: Self.digestLength) { buffer, count in
      SHA256_Final(buffer.baseAddress, &last)
      count = Self.digestLength
    }
  }

  /// The digest of one message, 32 bytes.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest()
  }

  /// The digest of one message as 64 lower-case hexadecimal digits.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    Hexadecimal.text(hash(bytes))
  }
}
