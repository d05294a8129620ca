import Cryptography
import HTTPTransport

/// The texts of one SigV4 signature, in the order in which they arise.
struct Signature {
  let canonicalRequest: [UInt8]
  let stringToSign: [UInt8]
  let signature: [UInt8]
  /// The value of the `Authorization` header.
  let authorization: String

  init(
    _ request: HTTPRequest, url: CanonicalURL, payloadDigest: [UInt8], dateTime: String, key: SigningKey,
    leavesSessionTokenUnsigned: Bool
  ) {
    let headers = CanonicalHeaders(
      request.headers, host: url.host, leavesSessionTokenUnsigned: leavesSessionTokenUnsigned)
    canonicalRequest = Self.canonicalRequest(request.method, url, headers, payloadDigest)
    stringToSign = Self.stringToSign(dateTime, key.scope, SHA256.hash(canonicalRequest))
    signature = key.key.authenticate(stringToSign)
    authorization = Self.authorization(key, headers.names, signature)
  }

  private static func canonicalRequest(
    _ method: String, _ url: CanonicalURL, _ headers: CanonicalHeaders, _ payloadDigest: [UInt8]
  ) -> [UInt8] {
    let lineFeed = UInt8(ascii: "\n")
    var text: [UInt8] = []
    text.reserveCapacity(headers.lines.count + headers.names.count + 160)
    text.append(contentsOf: method.utf8)
    text.append(lineFeed)
    text.append(contentsOf: url.path)
    text.append(lineFeed)
    text.append(contentsOf: url.query)
    text.append(lineFeed)
    text.append(contentsOf: headers.lines)
    text.append(lineFeed)
    text.append(contentsOf: headers.names)
    text.append(lineFeed)
    Hexadecimal.append(payloadDigest, to: &text)
    return text
  }

  private static func stringToSign(_ dateTime: String, _ scope: String, _ digest: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(192)
    text.append(contentsOf: "AWS4-HMAC-SHA256\n".utf8)
    text.append(contentsOf: dateTime.utf8)
    text.append(UInt8(ascii: "\n"))
    text.append(contentsOf: scope.utf8)
    text.append(UInt8(ascii: "\n"))
    Hexadecimal.append(digest, to: &text)
    return text
  }

  private static func authorization(_ key: SigningKey, _ names: [UInt8], _ signature: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(320)
    text.append(contentsOf: "AWS4-HMAC-SHA256 Credential=".utf8)
    text.append(contentsOf: key.credentials.accessKeyID.utf8)
    text.append(UInt8(ascii: "/"))
    text.append(contentsOf: key.scope.utf8)
    text.append(contentsOf: ", SignedHeaders=".utf8)
    text.append(contentsOf: names)
    text.append(contentsOf: ", Signature=".utf8)
    Hexadecimal.append(signature, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
