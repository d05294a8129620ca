import EventSourcing
import JSON
import ReadModel

/// How far a walk over all accounts has come.
struct RebuildPlace {
  let partition: String
  /// The account's first event behind which to go on; nil for the beginning of the partition.
  let after: EventPosition?

  init(partition: String, after: EventPosition?) {
    self.partition = partition
    self.after = after
  }

  /// - Throws: ``PageTokenError`` for anything that ``json`` does not write.
  init(json: JSONValue) throws(PageTokenError) {
    guard let partition = json["partition"]?.string else { throw .malformed }
    self.partition = partition
    after = json["after"].flatMap(EventPosition.init(json:))
  }

  var json: JSONValue {
    var object: JSONObject = ["partition": .string(partition)]
    if let after { object["after"] = after.json }
    return .object(object)
  }
}
