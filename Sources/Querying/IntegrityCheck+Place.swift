import Accounts
import EventSourcing
import JSON

extension IntegrityCheck {
  /// How far a check has come, and what it has found of the read model.
  struct Place {
    /// The folded account behind the last event that was checked.
    let copy: FoldedCopy<Account>
    let difference: String?
    let summaryIsCompared: Bool

    init(copy: FoldedCopy<Account>, difference: String?, summaryIsCompared: Bool) {
      self.copy = copy
      self.difference = difference
      self.summaryIsCompared = summaryIsCompared
    }

    /// - Returns: nil for anything that ``json`` does not write.
    init?(json: JSONValue, of aggregateID: AggregateID) {
      guard
        let copy = json["copy"]?.object.flatMap({ FoldedCopy<Account>(attributes: $0, of: aggregateID) }),
        let summaryIsCompared = json["compared"]?.bool
      else { return nil }
      self.copy = copy
      self.summaryIsCompared = summaryIsCompared
      difference = json["difference"]?.string
    }

    var json: JSONValue {
      var json: JSONObject = ["copy": .object(copy.attributes), "compared": .bool(summaryIsCompared)]
      if let difference { json["difference"] = .string(difference) }
      return .object(json)
    }
  }
}
