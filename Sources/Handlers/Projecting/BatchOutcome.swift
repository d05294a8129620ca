import EventSourcing
import JSON
import SQS

/// What came of a batch: for the answer, and for the one line in the log.
struct BatchOutcome {
  private let messages: Int
  private var aggregates = 0
  private var events = 0
  private var refolded = 0
  private var failed: [QueueRecord] = []
  /// Letters sent.
  var letters = 0
  /// Aggregates folded anew because a message asked for it.
  var rebuilt = 0

  init(messages: Int) {
    self.messages = messages
  }

  mutating func note(_ report: ProjectionReport) {
    aggregates += 1
    events += report.events
    refolded += report.refolded
  }

  /// Messages that are not done with.
  mutating func comeAgain(_ records: [QueueRecord]) { failed += records }

  /// `batchItemFailures`.
  var answer: [UInt8] {
    let identifiers = failed.map { record -> JSONValue in ["itemIdentifier": .string(record.messageID)] }
    return JSONValue.object(["batchItemFailures": .array(identifiers)]).serialized()
  }

  /// For the log; what is zero is left out.
  var fields: [(String, JSONValue)] {
    [
      ("messages", messages), ("aggregates", aggregates), ("events", events), ("refolded", refolded),
      ("rebuilt", rebuilt), ("letters", letters), ("comeAgain", failed.count),
    ].filter { $0.1 > 0 }.map { ($0.0, .number(JSONNumber($0.1))) }
  }
}
