import HTTPTransport

/// A real transport on which requests go wrong as planned.
final class FaultyTransport: Transport {
  /// What befalls a request; gets its operation and how many requests there were before it.
  typealias Plan = (_ operation: String, _ number: Int) -> WireFault?

  var plan: Plan
  private(set) var faults: [WireFault] = []
  private let transport: any Transport
  private var number = 0
  private var late: [HTTPRequest] = []

  init(_ transport: any Transport, plan: @escaping Plan = { _, _ in nil }) {
    self.transport = transport
    self.plan = plan
  }

  func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    requests.map(perform)
  }

  /// Lets every request that was held back arrive.
  func deliverLate() {
    let held = late
    late = []
    for request in held { _ = transport.perform([request]) }
  }

  private func perform(_ request: HTTPRequest) -> Result<HTTPResponse, TransportError> {
    let operation = request.headers.first { $0.isNamed("X-Amz-Target") }?.value.split(separator: ".").last ?? ""
    defer { number += 1 }
    guard let fault = plan(String(operation), number) else {
      let answer = transport.perform([request])[0]
      deliverLate()
      return answer
    }
    if fault.isOfTransactions && operation != "TransactWriteItems" { return transport.perform([request])[0] }
    faults.append(fault)
    return outcome(of: fault, on: request)
  }

  private func outcome(of fault: WireFault, on request: HTTPRequest) -> Result<HTTPResponse, TransportError> {
    if fault == .late {
      late.append(request)
      return .failure(TransportError(kind: .timeout, message: fault.rawValue, mayHaveExecuted: true))
    }
    guard fault.isAfter else {
      if fault.forgery != nil { return .success(forged(fault, request)) }
      let kind: TransportError.Kind = fault == .refusedConnection ? .connect : .reset
      // Before a byte is sent, and after some were: of the second nobody can say that it was not carried out.
      let isUnknown = fault == .resetBeforeSending
      return .failure(TransportError(kind: kind, message: fault.rawValue, mayHaveExecuted: isUnknown))
    }
    return transport.perform([request])[0].flatMap { tampered($0, by: fault, request) }
  }

  private func tampered(
    _ response: HTTPResponse, by fault: WireFault, _ request: HTTPRequest
  ) -> Result<HTTPResponse, TransportError> {
    var body = response.body
    switch fault {
    case .timeoutAfter, .resetAfter, .truncatedAfter:
      let kind: TransportError.Kind =
        fault == .timeoutAfter ? .timeout : fault == .resetAfter ? .reset : .truncated
      return .failure(TransportError(kind: kind, message: fault.rawValue, mayHaveExecuted: true))
    case .shortenedAfter: body.removeLast(body.count / 2)
    case .corruptedAfter: if !body.isEmpty { body[body.count / 2] ^= 0x04 }
    case .emptiedAfter: body = []
    default: return .success(forged(fault, request))
    }
    return .success(HTTPResponse(status: response.status, headers: response.headers, body: body))
  }

  private func forged(_ fault: WireFault, _ request: HTTPRequest) -> HTTPResponse {
    guard let (status, code) = fault.forgery else { return HTTPResponse(status: 500) }
    var text = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#\(code)\",\"message\":\"forged\""
    if fault == .conflictingTransaction {
      let body = String(decoding: request.body, as: UTF8.self)
      let actions = body.count(of: "\"Put\":")
      let others = Array(repeating: "None", count: max(actions - 1, 0))
      let reasons = (others + ["TransactionConflict"]).map { "{\"Code\":\"\($0)\"}" }
      text += ",\"CancellationReasons\":[\(reasons.joined(separator: ","))]"
    }
    return HTTPResponse(status: status, body: Array((text + "}").utf8))
  }
}

extension String {
  /// How often `word` occurs.
  fileprivate func count(of word: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: word) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
