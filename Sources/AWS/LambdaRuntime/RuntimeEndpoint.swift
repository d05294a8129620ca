import HTTPTransport

/// The requests of the Lambda Runtime API, version 2018-06-01
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
struct RuntimeEndpoint {
  /// 6 MiB and 100 bytes: what `/response` accepts.
  static let maximumResponseSize = 6_291_556

  /// Blocks until there is an event, perhaps for hours: no time-out.
  let next: HTTPRequest
  private let base: String
  private let headers: [HTTPHeader]

  /// `authority` is the `host:port` of `AWS_LAMBDA_RUNTIME_API`.
  init(authority: String) {
    base = "http://\(authority)/2018-06-01/runtime/"
    let userAgent = HTTPHeader(name: "User-Agent", value: RuntimeVersion.userAgent)
    headers = [userAgent, HTTPHeader(name: "Content-Type", value: "application/json")]
    next = HTTPRequest(method: "GET", url: base + "invocation/next", headers: [userAgent])
  }

  func response(to requestID: String, body: [UInt8]) -> HTTPRequest {
    HTTPRequest(method: "POST", url: base + "invocation/\(requestID)/response", headers: headers, body: body)
  }

  func error(of requestID: String, _ report: ErrorReport) -> HTTPRequest {
    let url = base + "invocation/\(requestID)/error"
    return HTTPRequest(method: "POST", url: url, headers: headers + report.headers, body: report.body)
  }

  func initializationError(_ report: ErrorReport) -> HTTPRequest {
    HTTPRequest(method: "POST", url: base + "init/error", headers: headers + report.headers, body: report.body)
  }
}
