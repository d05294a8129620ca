import Environment
import HTTPTransport
import JSON
import TestSupport

@testable import AWSCore

/// One case of AWS's signing test suite (awslabs/aws-c-auth, tests/aws-signing-test-suite/v4).
struct SignatureSuiteCase {
  private static let folder = "sigv4-suite"
  static let names = ConformanceData.files(in: folder)

  let request: HTTPRequest
  let context: JSONValue
  private let name: String

  init(_ name: String) throws {
    self.name = name
    request = Self.parse(try ConformanceData.text("\(Self.folder)/\(name)/request.txt"))
    context = try JSONValue(parsing: try ConformanceData.read("\(Self.folder)/\(name)/context.json"))
  }

  func expected(_ part: String) throws -> String {
    try ConformanceData.text("\(Self.folder)/\(name)/header-\(part).txt")
  }

  var credentials: Credentials? {
    guard let key = context["credentials"]?["access_key_id"]?.string,
      let secret = context["credentials"]?["secret_access_key"]?.string
    else { return nil }
    return Credentials(
      accessKeyID: key, secretAccessKey: secret, sessionToken: context["credentials"]?["token"]?.string)
  }

  var options: SigningOptions {
    SigningOptions(
      normalizesPath: context["normalize"]?.bool ?? true,
      sendsPayloadDigest: context["sign_body"]?.bool ?? false,
      leavesSessionTokenUnsigned: context["omit_session_token"]?.bool ?? false)
  }

  /// Header lines that start with white space go on with the value of the line before.
  private static func parse(_ text: String) -> HTTPRequest {
    let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    var lines = parts[0].split(separator: "\n")[...]
    let start = lines.removeFirst()
    var headers: [HTTPHeader] = []
    for line in lines {
      if line.first == " ", !headers.isEmpty {
        headers[headers.count - 1].value += "\n" + line
      } else {
        let pair = line.split(separator: ":", maxSplits: 1)
        headers.append(HTTPHeader(name: String(pair[0]), value: pair.count > 1 ? String(pair[1]) : ""))
      }
    }
    let method = start.prefix { $0 != " " }
    let target = start.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    let body = parts.count > 1 ? Array(parts[1].utf8) : []
    return HTTPRequest(
      method: String(method), url: "https://example.amazonaws.com\(target)", headers: headers, body: body)
  }
}
