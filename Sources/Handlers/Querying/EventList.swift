import EventSourcing
import JSON

/// The list of events in an answer, written as text event by event: a page of a thousand is never a tree of values.
struct EventList {
  private(set) var count = 0
  private var budget: AnswerBudget
  private var text: [UInt8] = []

  init(_ budget: AnswerBudget) {
    self.budget = budget
  }

  /// - Returns: false if the event does not fit into the answer.
  mutating func take(_ event: RecordedEvent) -> Bool { take { event.appendDetail(to: &$0) } }

  /// Takes what stands in the place of an event that cannot be read.
  mutating func take(_ element: JSONObject) -> Bool { take { JSONWriter.append(element, to: &$0) } }

  private mutating func take(_ write: (inout [UInt8]) -> Void) -> Bool {
    let end = text.count
    if count > 0 { text.append(UInt8(ascii: ",")) }
    let start = text.count
    write(&text)
    guard budget.take(text: text[start...]) else {
      text.removeSubrange(end...)
      return false
    }
    count += 1
    return true
  }

  /// A body with the list as `events` and `eventCount`.
  ///
  /// - Parameters:
  ///   - members: what the body has before the list.
  ///   - following: what it has behind it.
  func body(_ members: JSONObject, _ following: JSONObject) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(text.count + 1_024)
    body.append(UInt8(ascii: "{"))
    Self.append(members, to: &body)
    JSONWriter.append(text: "\"events\":[", to: &body)
    body.append(contentsOf: text)
    JSONWriter.append(text: "],", to: &body)
    var following = following
    following["eventCount"] = .number(JSONNumber(count))
    Self.append(following, to: &body)
    body[body.count - 1] = UInt8(ascii: "}")
    return body
  }

  /// Each member with a comma behind it.
  private static func append(_ members: JSONObject, to body: inout [UInt8]) {
    for (name, value) in members {
      JSONWriter.append(name, to: &body)
      body.append(UInt8(ascii: ":"))
      JSONWriter.append(value, to: &body)
      body.append(UInt8(ascii: ","))
    }
  }
}
