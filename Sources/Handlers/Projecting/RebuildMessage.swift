import Environment
import JSON

/// What sends a part on its way: `{"action":"rebuildPart","run","part"}`.
///
/// It says whose turn it is and nothing else. How far the part has come is in the ``RebuildRegister``, so a message that
/// comes twice, late or never again is no harm.
struct RebuildMessage: Hashable, Sendable {
  private static let action = JSONValue.string("rebuildPart")

  let run: String
  let part: Int

  init(run: String, part: Int) {
    self.run = run
    self.part = part
  }

  /// - Returns: nil for anything that ``text`` does not write.
  init?(_ object: JSONObject) {
    guard
      object["action"] == Self.action, let run = object["run"]?.string, let part = object["part"]?.number?.int,
      (1...RebuildRun.maximumParts).contains(part)
    else { return nil }
    self.init(run: run, part: part)
  }

  /// The message's body.
  var text: String {
    JSONValue.object(["action": Self.action, "run": .string(run), "part": .number(JSONNumber(part))]).text
  }
}
