import Environment
import JSON

/// How far one part of a ``RebuildRun`` has come.
struct RebuildPart: RebuildRecord {
  /// How many failed aggregates are named; all are counted.
  static let maximumNamed = 100

  let run: String
  /// From 1.
  let number: Int
  /// Aggregates that the part took from the index and has still to fold.
  var pending: [String] = []
  /// Aggregates folded so far.
  var aggregates = 0
  /// Events folded so far.
  var events = 0
  /// The first aggregates that could not be folded, with the name of the failure.
  private(set) var failed: [(aggregateID: String, reason: String)] = []
  private(set) var failedCount = 0
  /// Whether nothing is left to take.
  var isDone = false
  /// When the pace lets it go on.
  private(set) var due: Timestamp?
  /// The message that is worked on now, and until when at most.
  private var holder: (messageID: String, until: Timestamp)?
  private(set) var updated: Timestamp

  init(run: String, number: Int, at now: Timestamp) {
    self.run = run
    self.number = number
    updated = now
  }

  mutating func leave(_ aggregateID: String, reason: String) {
    failedCount &+= 1
    if failed.count < Self.maximumNamed { failed.append((aggregateID, reason)) }
  }

  mutating func hold(by messageID: String, at now: Timestamp, until: Timestamp) {
    holder = (messageID, until)
    updated = now
  }

  mutating func release(at now: Timestamp, due: Timestamp?) {
    holder = nil
    updated = now
    self.due = due
  }

  /// The message that holds the part at this moment.
  func holder(at now: Timestamp) -> String? {
    holder.flatMap { now < $0.until ? $0.messageID : nil }
  }
}

extension RebuildPart {
  /// - Returns: nil for anything that ``content`` does not write.
  init?(_ content: JSONObject) {
    guard
      let run = content["Run"]?.string, let number = content["Part"]?.number?.int,
      let updated = Self.time("Updated", in: content)
    else { return nil }
    self.init(run: run, number: number, at: updated)
    pending = (content["Pending"]?.array ?? []).compactMap(\.string)
    aggregates = content["Aggregates"]?.number?.int ?? 0
    events = content["Events"]?.number?.int ?? 0
    failed = (content["Failed"]?.array ?? []).compactMap { entry in
      guard let name = entry["Id"]?.string, let reason = entry["Reason"]?.string else { return nil }
      return (name, reason)
    }
    failedCount = content["FailedCount"]?.number?.int ?? failed.count
    isDone = content["Done"]?.bool ?? false
    due = Self.time("Due", in: content)
    if let messageID = content["Holder"]?.string, let until = Self.time("HeldUntil", in: content) {
      holder = (messageID, until)
    }
  }

  var content: JSONObject {
    var content: JSONObject = [
      "Run": .string(run), "Part": .number(JSONNumber(number)), "Pending": .array(pending.map { .string($0) }),
      "Aggregates": .number(JSONNumber(aggregates)), "Events": .number(JSONNumber(events)),
      "Failed": .array(failed.map { ["Id": .string($0.aggregateID), "Reason": .string($0.reason)] }),
      "FailedCount": .number(JSONNumber(failedCount)), "Done": .bool(isDone), "Updated": .string(updated.rfc3339),
    ]
    content["Due"] = due.map { .string($0.rfc3339) }
    content["Holder"] = holder.map { .string($0.messageID) }
    content["HeldUntil"] = holder.map { .string($0.until.rfc3339) }
    return content
  }

  private static func time(_ name: String, in content: JSONObject) -> Timestamp? {
    content[name]?.string.flatMap(Timestamp.init(rfc3339:))
  }
}
