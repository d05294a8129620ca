import AWSCore
import Environment
import JSON

/// Calls EventBridge. Blocking and for one thread, as the client underneath.
public final class EventBridgeClient {
  private let client: AWSClient

  public init(client: AWSClient) {
    self.client = client
  }

  /// Puts the entries of one request on their bus, at most 10 (`PutEventsBatch.split`).
  ///
  /// - Returns: one result for each entry, in their order. Some may have failed while others are on the bus.
  /// - Throws: if nothing is known of any entry; with `mayHaveExecuted`, they may be on the bus.
  public func putEvents(
    _ entries: [PutEventsEntry], deadline: Timestamp?
  ) throws(AWSError) -> [PutEventsResult] {
    try Self.results(client.call([Self.call(entries)], deadline: deadline)[0].get(), count: entries.count)
  }

  /// Puts several batches at once; each has its own result, in their order.
  public func putEvents(
    _ batches: [PutEventsBatch], deadline: Timestamp?
  ) -> [Result<[PutEventsResult], AWSError>] {
    let calls = batches.map { Self.call($0.entries) }
    return zip(batches, client.call(calls, deadline: deadline)).map { batch, result in
      result.flatMap { json in
        Result { () throws(AWSError) in try Self.results(json, count: batch.entries.count) }
      }
    }
  }

  /// Waits before failed entries are sent again.
  ///
  /// - Parameter failures: answers in a row with failed entries, at least one.
  /// - Returns: false, without waiting, if there were enough attempts or the wait would not end before the deadline.
  public func backOff(after failures: Int, deadline: Timestamp?) -> Bool {
    client.backOff(after: failures, deadline: deadline)
  }

  private static let operation = "PutEvents"

  /// Its input is written as text at once: mostly it is the details, which are escaped once and not copied about.
  private static func call(_ entries: [PutEventsEntry]) -> AWSCall {
    var body: [UInt8] = []
    body.reserveCapacity(entries.reduce(256) { $0 + $1.size * 5 / 4 + 256 })
    JSONWriter.append(text: "{\"Entries\":[", to: &body)
    for (place, entry) in entries.enumerated() {
      if place > 0 { body.append(UInt8(ascii: ",")) }
      entry.append(to: &body)
    }
    JSONWriter.append(text: "]}", to: &body)
    return AWSCall(operation: operation, body: body)
  }

  private static func results(_ json: JSONValue, count: Int) throws(AWSError) -> [PutEventsResult] {
    let results = (json["Entries"]?.array ?? []).compactMap(PutEventsResult.init)
    guard results.count == count else {
      throw AWSError(
        kind: .malformedResponse("\(results.count) results for \(count) entries"), call: "events \(operation)",
        attempts: 1, mayHaveExecuted: true)
    }
    return results
  }
}
