import EventStore
import JSON
import TestSupport

extension MemoryTables {
  /// What a reader sees in a place.
  typealias View = (Place) -> Stored?

  /// The places that a read can show.
  func places(for call: MemoryCall) -> [Place] {
    switch call.operation {
    case "GetItem": return [Self.place(of: call.input["Key"], in: call.input["TableName"]?.string ?? "")]
    case "BatchGetItem":
      return (call.input["RequestItems"]?.object?.members ?? []).flatMap { table, request in
        (request["Keys"]?.array ?? []).map { Self.place(of: $0, in: table) }
      }
    default:
      let table = call.input["TableName"]?.string ?? ""
      return items.keys.filter { $0.table == table }
    }
  }

  func read(_ call: MemoryCall, seeing view: View) -> Answer {
    switch call.operation {
    case "GetItem":
      let found = places(for: call).compactMap(view).first
      return .response(200, found.map { #"{"Item":\#($0.text)}"# } ?? "{}")
    case "BatchGetItem":
      let table = call.input["RequestItems"]?.object?.keys.first ?? ""
      let found = places(for: call).compactMap(view).map(\.text).joined(separator: ",")
      return .response(200, #"{"Responses":{"\#(table)":[\#(found)]}}"#)
    case "Query": return query(call, seeing: view)
    default: return .error("UnknownOperationException")
    }
  }

  private func query(_ call: MemoryCall, seeing view: View) -> Answer {
    let input = call.input
    let sort = input["IndexName"] == nil ? Self.keys(of: input["TableName"]?.string ?? "").sort : EventItem.timestamp
    guard let condition = MemoryCondition(input) else { return .error("ValidationException") }
    let isForward = input["ScanIndexForward"]?.bool ?? true
    var found = places(for: call).compactMap(view).filter { condition.holds(for: $0.attributes) }
    found.sort { MemoryCondition.isBelow($0.attributes[sort], $1.attributes[sort]) == isForward }
    if let start = input["ExclusiveStartKey"]?[sort] {
      found.removeAll { item in
        let place = item.attributes[sort]
        return place == start || MemoryCondition.isBelow(place, start) == isForward
      }
    }
    let limit = input["Limit"]?.number?.int ?? .max
    let shown = found.prefix(limit)
    var answer = #"{"Items":[\#(shown.map(\.text).joined(separator: ","))],"Count":\#(shown.count)"#
    if found.count >= limit, let last = shown.last {
      let keys = [EventItem.aggregateID, EventItem.sequence, EventItem.eventType, EventItem.timestamp, "CommandId"]
      let key = JSONObject(keys.compactMap { name in last.attributes[name].map { (name, $0) } })
      answer += #","LastEvaluatedKey":\#(JSONValue.object(key).text)"#
    }
    return .response(200, answer + "}")
  }
}
