import Base64
import Cryptography
import EventSourcing
import JSON

/// What a caller sends back to get the next page: a place, bound to the question that it belongs to.
///
/// The text is base64url over an eight-byte checksum and a JSON object of the token's version, a hash of the question and
/// the place. A token is no secret and gives no right that the question itself does not give; the checksum is there so
/// that a mangled token is refused instead of answered with the wrong page.
public struct PageToken: Hashable, Sendable {
  /// The longest text that is looked at, in bytes: a place may name an event in each of 700 index partitions (seven types of
  /// two domains, a hundred keys each), each with an aggregate's name that takes 512 bytes as JSON.
  public static let maximumBytes = 1_048_576

  private static let version = 1
  private static let checksumBytes = 8

  /// The token's text.
  public let text: String

  /// A token for a place.
  ///
  /// - Parameters:
  ///   - place: what is needed to go on.
  ///   - question: everything that must stay the same between the pages.
  public init(place: JSONValue, question: JSONValue) {
    let content: JSONValue = [
      "v": .number(JSONNumber(Self.version)), "q": .string(Self.fingerprint(question)), "p": place,
    ]
    let bytes = content.serialized()
    text = Base64.url.encode(Self.checksum(bytes) + bytes)
  }

  /// The place of a token that came with a question.
  ///
  /// - Throws: ``PageTokenError`` for anything that was not made by ``init(place:question:)`` for this very question.
  public static func place(in text: String, question: JSONValue) throws(PageTokenError) -> JSONValue {
    guard text.utf8.count <= maximumBytes, let sealed = Base64.url.decode(text), sealed.count > checksumBytes else {
      throw .malformed
    }
    let bytes = Array(sealed.dropFirst(checksumBytes))
    guard Array(sealed.prefix(checksumBytes)) == checksum(bytes) else { throw .malformed }
    guard let content = try? JSONValue(parsing: bytes, maximumDepth: 32) else { throw .malformed }
    guard content["v"]?.number?.int == version else { throw .otherVersion }
    guard content["q"]?.string == fingerprint(question) else { throw .otherQuestion }
    guard let place = content["p"] else { throw .malformed }
    return place
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(bytes).prefix(checksumBytes))
  }

  private static func fingerprint(_ question: JSONValue) -> String {
    String(SHA256.hexadecimal(CanonicalJSON.bytes(of: question)).prefix(32))
  }
}
