import AWSCore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// One protocol test with what it needs of its suite.
struct ProtocolCase: CustomTestStringConvertible, Sendable {
  let metadata: JSONValue
  let endpoint: String?
  let value: JSONValue

  static func all(_ direction: String) -> [ProtocolCase] {
    ["json.json", "json_1_0.json", "json_1_0-query-compatible.json"].flatMap { file -> [ProtocolCase] in
      guard let bytes = try? ConformanceData.read("aws-protocol-tests/\(direction)/\(file)"),
        let suites = try? JSONValue(parsing: bytes)
      else { return [] }
      return (suites.array ?? []).flatMap { suite in
        (suite["cases"]?.array ?? []).map {
          ProtocolCase(
            metadata: suite["metadata"] ?? .null, endpoint: suite["clientEndpoint"]?.string, value: $0)
        }
      }
    }
  }

  var testDescription: String { value["id"]?.string ?? "" }
  var operation: String { value["given"]?["name"]?.string ?? "" }
  var isError: Bool { value["errorCode"] != nil }

  var isPlainInput: Bool {
    let headers = value["serialized"]?["headers"]
    return headers?["Content-Encoding"] == nil && headers?["x-amzn-query-mode"] == nil
      && value["given"]?["endpoint"] == nil
  }

  /// A client for the case's service; it is answered with the case's response, if it has one.
  func fixture(maxAttempts: Int) -> ClientFixture {
    let prefix = metadata["targetPrefix"]?.string ?? ""
    let service = AWSService(
      signingName: "example", hostPrefix: "example", endpointVariableSuffix: "EXAMPLE", targetPrefix: prefix,
      jsonVersion: metadata["jsonVersion"]?.string ?? "")
    return ClientFixture(
      maxAttempts: maxAttempts, service: service, endpoint: endpoint.flatMap(Endpoint.init(url:)),
      ScriptedTransport([answer]))
  }

  private var answer: ScriptedTransport.Answer {
    let response = value["response"]
    let headers = (response?["headers"]?.object?.members ?? []).map {
      HTTPHeader(name: $0.key, value: $0.value.string ?? "")
    }
    return .success(
      HTTPResponse(
        status: response?["status_code"]?.number?.int ?? 200, headers: HTTPHeaders(headers),
        body: Array((response?["body"]?.string ?? "").utf8)))
  }
}
