import DynamoDB
import EventSourcing
import JSON

@testable import Publishing

/// Batches of the event store's stream: the short way gives the records that the way over values gives.
struct StreamRecordsTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    let short = input.withUnsafeBufferPointer { bytes -> [StreamRecord]? in
      var wire = WireReader(bytes)
      return StreamRecord.batch(&wire)
    }
    // Lambda hands over JSON without duplicates; of parts that nobody needs the short way only seeks the end.
    guard let elements = (try? JSONValue(parsing: input))?["Records"]?.array else { return }
    let plain = elements.map(StreamRecord.init)
    for case let record? in plain { check(record) }
    guard let short else { return }
    require(short.count == plain.count, "the batch has as many records")
    for case (let first, let second?) in zip(short, plain) { checkSame(first, second) }
    require(plain.allSatisfy { $0 != nil }, "each record has a sequence number")
  }

  private func check(_ record: StreamRecord) {
    do throws(StreamRecord.Unpublishable) {
      _ = try record.event()
    } catch {
      require(!error.reason.isEmpty, "what cannot be published has a reason")
    }
  }

  private func checkSame(_ short: StreamRecord, _ plain: StreamRecord) {
    require(short.sequenceNumber.utf8.elementsEqual(plain.sequenceNumber.utf8), "it is reported by the same number")
    require(short.change == plain.change, "the same has happened")
    let events = ((try? short.event()) ?? nil, (try? plain.event()) ?? nil)
    require(events.0 != nil && events.0 == events.1, "it is the same event: \(events)")
  }
}
