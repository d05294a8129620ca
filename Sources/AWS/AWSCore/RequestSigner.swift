import Cryptography
import Environment
import HTTPTransport

/// Signs requests with AWS Signature Version 4, in the `Authorization` header.
///
/// Source: "Create a signed AWS API request", AWS IAM User Guide.
public final class RequestSigner {
  private let region: String
  private let service: String
  private let options: SigningOptions
  private var cachedKey: SigningKey?
  private var cachedURL: (text: String, canonical: CanonicalURL)?

  /// - Parameters:
  ///   - region: such as `us-east-1`.
  ///   - service: the service's signing name, such as `dynamodb` or `events`.
  public convenience init(region: String, service: String) {
    self.init(region: region, service: service, options: SigningOptions())
  }

  init(region: String, service: String, options: SigningOptions) {
    self.region = region
    self.service = service
    self.options = options
  }

  /// Adds `X-Amz-Date`, `X-Amz-Security-Token` (for temporary credentials) and `Authorization` to the request.
  ///
  /// All headers present are covered but those that change on the way. A request is signed once: to send it again,
  /// sign a fresh copy.
  public func sign(_ request: inout HTTPRequest, credentials: Credentials, at time: Timestamp) {
    let signature = signature(of: &request, credentials: credentials, at: time)
    request.headers.append(HTTPHeader(name: "Authorization", value: signature.authorization))
  }

  /// Adds the dated headers and works out the signature, with the intermediate texts that AWS's test suite checks.
  func signature(of request: inout HTTPRequest, credentials: Credentials, at time: Timestamp) -> Signature {
    let dateTime = time.basicDate
    let payloadDigest = SHA256.hash(request.body)
    request.headers.append(HTTPHeader(name: "X-Amz-Date", value: dateTime))
    if options.sendsPayloadDigest {
      request.headers.append(HTTPHeader(name: "x-amz-content-sha256", value: Hexadecimal.text(payloadDigest)))
    }
    if let token = credentials.sessionToken {
      request.headers.append(HTTPHeader(name: "X-Amz-Security-Token", value: token))
    }
    let key = signingKey(credentials, date: String(dateTime.prefix(8)))
    return Signature(
      request, url: canonicalURL(request.url), payloadDigest: payloadDigest,
      dateTime: dateTime, key: key, leavesSessionTokenUnsigned: options.leavesSessionTokenUnsigned)
  }

  /// A client calls one URL for ever.
  private func canonicalURL(_ text: String) -> CanonicalURL {
    if let cachedURL, cachedURL.text == text { return cachedURL.canonical }
    let canonical = CanonicalURL(text, normalizesPath: options.normalizesPath)
    cachedURL = (text, canonical)
    return canonical
  }

  private func signingKey(_ credentials: Credentials, date: String) -> SigningKey {
    if let cachedKey, cachedKey.date == date, cachedKey.credentials == credentials { return cachedKey }
    let key = SigningKey(credentials: credentials, date: date, region: region, service: service)
    cachedKey = key
    return key
  }
}
