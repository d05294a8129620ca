import Accounts
import EventSourcing
import JSON

extension IntegrityCheck {
  /// How far a check has come, and what it has found of the stored copies.
  struct Place {
    /// The folded account behind the last event that was checked.
    let copy: FoldedCopy<Account>
    let summary: ComparedCopy.Finding
    let checkpoint: ComparedCopy.Finding

    init(copy: FoldedCopy<Account>, summary: ComparedCopy.Finding, checkpoint: ComparedCopy.Finding) {
      self.copy = copy
      self.summary = summary
      self.checkpoint = checkpoint
    }

    /// - Returns: nil for anything that ``json`` does not write.
    init?(json: JSONValue, of aggregateID: AggregateID) {
      guard
        let copy = json["copy"]?.object.flatMap({ FoldedCopy<Account>(attributes: $0, of: aggregateID) }),
        let summary = json["summary"].flatMap(ComparedCopy.Finding.init(json:)),
        let checkpoint = json["checkpoint"].flatMap(ComparedCopy.Finding.init(json:))
      else { return nil }
      self.init(copy: copy, summary: summary, checkpoint: checkpoint)
    }

    var json: JSONValue {
      ["copy": .object(copy.attributes), "summary": summary.json, "checkpoint": checkpoint.json]
    }
  }
}

extension ComparedCopy.Finding {
  fileprivate init?(json: JSONValue) {
    guard let isCompared = json["compared"]?.bool else { return nil }
    self.init(isCompared: isCompared, difference: json["difference"]?.string)
  }

  fileprivate var json: JSONValue {
    var json: JSONObject = ["compared": .bool(isCompared)]
    if let difference { json["difference"] = .string(difference) }
    return .object(json)
  }
}
