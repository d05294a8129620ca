import EventSourcing
import Invocation
import JSON

/// What an operator asks of the projection function by invoking it.
enum ProjectionAction {
  static let rebuildName = "rebuild"
  static let rebuildAllName = "rebuildAll"

  case rebuild(AggregateID)
  case rebuildAll(RebuildAllRequest)

  /// - Throws: `RequestError` naming the field.
  init(_ object: JSONObject) throws(RequestError) {
    let fields = Fields(object)
    switch try fields.string("action") {
    case Self.rebuildName: self = .rebuild(try fields.accountID("accountId"))
    case Self.rebuildAllName: self = .rebuildAll(try RebuildAllRequest(fields))
    default: throw .invalid("action", mustBe: "\(Self.rebuildName) or \(Self.rebuildAllName)")
    }
  }
}

extension Fields {
  /// A required account name.
  fileprivate func accountID(_ name: String) throws(RequestError) -> AggregateID {
    let text = try string(name)
    do {
      return try AggregateID(text)
    } catch {
      throw .invalid(name, mustBe: "the name of an account")
    }
  }
}
