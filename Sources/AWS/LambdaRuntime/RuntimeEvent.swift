import Environment
import HTTPTransport

/// One answer of `/runtime/invocation/next`. Everything but the request id may be absent.
struct RuntimeEvent {
  let requestID: String
  let response: HTTPResponse

  /// Fails without a usable request id: such an event cannot be answered.
  init?(_ response: HTTPResponse) {
    guard let id = response.headers["Lambda-Runtime-Aws-Request-Id"], !id.isEmpty,
      id.utf8.allSatisfy(Self.isPathCharacter)
    else { return nil }
    requestID = id
    self.response = response
  }

  var body: [UInt8] { response.body }
  var traceHeader: String? { response.headers["Lambda-Runtime-Trace-Id"] }

  /// What the answer, or the report of an error, needs to get out, in milliseconds: at the deadline itself Lambda stops
  /// the process, and its caller would hear of a time-out instead of the reason.
  private static let reserve: Int64 = 200

  private var deadline: Timestamp? {
    response.headers["Lambda-Runtime-Deadline-Ms"].flatMap { Int64($0) }
      .map { Timestamp(millisecondsSinceEpoch: $0).adding(milliseconds: -Self.reserve) }
  }

  func context(isColdStart: Bool, logger: Logger, metrics: Metrics, tracer: Tracer) -> InvocationContext {
    let headers = response.headers
    return InvocationContext(
      requestID: requestID,
      deadline: deadline,
      functionARN: headers["Lambda-Runtime-Invoked-Function-Arn"],
      traceHeader: traceHeader,
      clientContext: headers["Lambda-Runtime-Client-Context"],
      cognitoIdentity: headers["Lambda-Runtime-Cognito-Identity"],
      tenantID: headers["Lambda-Runtime-Aws-Tenant-Id"],
      isColdStart: isColdStart, logger: logger, metrics: metrics, tracer: tracer)
  }

  /// The id becomes a part of a path as it is: unreserved characters only (RFC 3986, section 2.3).
  private static func isPathCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
  }
}
