import HTTPTransport
import JSON

/// A real transport that asks DynamoDB for the capacity that each call consumes, and adds it up.
final class MeteredTransport: Transport {
  /// What the calls since the last ``reset()`` came to.
  struct Reading: Hashable, CustomStringConvertible {
    var operations: [String] = []
    /// Items in the answers.
    var itemsRead = 0
    /// Capacity units of the reads, in thousandths.
    var readCapacity = 0
    /// Whether every call was answered. One that only saves work is given up where its answer comes late.
    var isComplete = true

    var description: String {
      "\(itemsRead) items, \(Double(readCapacity) / 1000) units, \(operations.joined(separator: " "))"
    }
  }

  private(set) var reading = Reading()
  private let transport: any Transport

  init(_ transport: any Transport) {
    self.transport = transport
  }

  func reset() -> Reading {
    defer { reading = Reading() }
    return reading
  }

  func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    let metered = requests.map { request in
      // The signature no longer fits, which the local AWS does not mind with the account's own key.
      var request = request
      request.body = Array("{\"ReturnConsumedCapacity\":\"TOTAL\",".utf8) + request.body.dropFirst()
      return request
    }
    let answers = transport.perform(metered)
    for (request, answer) in zip(requests, answers) { count(request, answer) }
    return answers
  }

  private func count(_ request: HTTPRequest, _ answer: Result<HTTPResponse, TransportError>) {
    let target = request.headers.first { $0.isNamed("X-Amz-Target") }?.value ?? ""
    let operation = String(target.split(separator: ".").last ?? "")
    reading.operations.append(operation)
    guard case .success(let response) = answer else {
      reading.isComplete = false
      return
    }
    guard ["Query", "GetItem", "BatchGetItem"].contains(operation) else { return }
    guard let body = try? JSONValue(parsing: response.body) else { return }
    let batches = body["Responses"]?.object?.members.map(\.value) ?? []
    reading.itemsRead += body["Items"]?.array?.count ?? 0
    reading.itemsRead += body["Item"] == nil ? 0 : 1
    reading.itemsRead += batches.reduce(0) { $0 + ($1.array?.count ?? 0) }
    let consumed = body["ConsumedCapacity"]?.array ?? [body["ConsumedCapacity"] ?? .null]
    for part in consumed {
      let units = part["CapacityUnits"]?.number.flatMap { Double($0.text) } ?? 0
      reading.readCapacity += Int((units * 1000).rounded())
    }
  }
}
