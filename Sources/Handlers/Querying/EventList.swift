import EventSourcing
import JSON

/// The list of events in an answer, written event by event in the form in which it travels: as JSON text within a JSON
/// string. A page of a thousand is never a tree of values, and is written once.
struct EventList {
  private(set) var count = 0
  private var budget: AnswerBudget
  private var escaped: [UInt8] = []
  /// Of one event; kept, so that a page needs one.
  private var plain: [UInt8] = []

  init(_ budget: AnswerBudget) {
    self.budget = budget
  }

  /// - Returns: false if the event does not fit into the answer.
  mutating func take(_ event: RecordedEvent) -> Bool {
    plain.removeAll(keepingCapacity: true)
    event.appendDetail(to: &plain)
    return takePlain()
  }

  /// Takes what stands in the place of an event that cannot be read.
  mutating func take(_ element: JSONObject) -> Bool {
    plain.removeAll(keepingCapacity: true)
    JSONWriter.append(element, to: &plain)
    return takePlain()
  }

  private mutating func takePlain() -> Bool {
    let end = escaped.count
    if count > 0 { escaped.append(UInt8(ascii: ",")) }
    let start = escaped.count
    JSONWriter.append(escaped: plain, to: &escaped)
    guard budget.take(escapedSize: escaped.count - start) else {
      escaped.removeSubrange(end...)
      return false
    }
    count += 1
    return true
  }

  /// A body with the list as `events` and `eventCount`, in the same form.
  ///
  /// - Parameters:
  ///   - members: what the body has before the list.
  ///   - following: what it has behind it.
  func body(_ members: JSONObject, _ following: JSONObject) -> [UInt8] {
    var before = members
    before["events"] = []
    var after = following
    after["eventCount"] = .number(JSONNumber(count))
    var text: [UInt8] = []
    text.reserveCapacity(escaped.count + 1_024)
    JSONWriter.append(escaped: JSONValue.object(before).serialized(), to: &text)
    text.removeLast(2)
    text.append(contentsOf: escaped)
    JSONWriter.append(text: "],", to: &text)
    JSONWriter.append(escaped: Array(JSONValue.object(after).serialized().dropFirst()), to: &text)
    return text
  }
}
