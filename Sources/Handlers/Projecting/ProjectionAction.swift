import EventSourcing
import Invocation
import JSON

/// What an operator asks of the projection function by invoking it.
enum ProjectionAction {
  static let rebuildName = "rebuild"
  static let rebuildAllName = "rebuildAll"

  /// One aggregate; `run` where it goes on with an earlier rebuild that ran out of time.
  case rebuild(AggregateID, force: Bool, run: String?)
  case rebuildAll(RebuildAllRequest)

  /// - Parameter noun: what the domain calls its aggregates: `accountId` names one.
  /// - Throws: `RequestError` naming the field.
  init(_ object: JSONObject, noun: Noun) throws(RequestError) {
    let fields = Fields(object)
    switch try fields.string("action") {
    case Self.rebuildName:
      self = .rebuild(
        try fields.aggregateID(noun.idMember, noun), force: try fields.optionalBool("force") ?? false,
        run: try fields.optionalString("continueFrom"))
    case Self.rebuildAllName: self = .rebuildAll(try RebuildAllRequest(fields))
    default: throw .invalid("action", mustBe: "\(Self.rebuildName) or \(Self.rebuildAllName)")
    }
  }
}

extension Fields {
  /// A required name of an aggregate.
  fileprivate func aggregateID(_ name: String, _ noun: Noun) throws(RequestError) -> AggregateID {
    let text = try string(name)
    do {
      return try AggregateID(text)
    } catch {
      throw .invalid(name, mustBe: "the name of one of the \(noun.listMember)")
    }
  }
}
