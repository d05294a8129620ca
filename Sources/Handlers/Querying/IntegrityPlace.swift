import EventSourcing
import JSON

/// How far an integrity check has come, and what it has found of the stored copies.
struct IntegrityPlace<Model: Domain> {
  /// Behind the last event that was checked.
  let fold: Fold<Model>
  let summary: CopyFinding
  let checkpoint: CopyFinding

  init(fold: Fold<Model>, summary: CopyFinding, checkpoint: CopyFinding) {
    self.fold = fold
    self.summary = summary
    self.checkpoint = checkpoint
  }

  /// - Returns: nil for anything that ``json(of:)`` does not write.
  init?(json: JSONValue, of aggregateID: AggregateID) {
    guard
      let copy = json["copy"]?.object.flatMap({ FoldedCopy<Model>(attributes: $0, of: aggregateID) }),
      let summary = json["summary"].flatMap(CopyFinding.init(json:)),
      let checkpoint = json["checkpoint"].flatMap(CopyFinding.init(json:))
    else { return nil }
    var batch: BatchPlace?
    if let json = json["batch"] {
      guard let index = json["index"]?.number?.int, let size = json["size"]?.number?.int else { return nil }
      batch = BatchPlace(index: index, of: size)
      if batch == nil { return nil }
    }
    self.init(fold: Fold(after: copy, openBatch: batch), summary: summary, checkpoint: checkpoint)
  }

  func json(of aggregateID: AggregateID) -> JSONValue {
    var json: JSONObject = [
      "copy": .object(fold.copy(of: aggregateID).attributes), "summary": summary.json, "checkpoint": checkpoint.json,
    ]
    if let batch = fold.chain.openBatch {
      json["batch"] = ["index": .number(JSONNumber(batch.index)), "size": .number(JSONNumber(batch.size))]
    }
    return .object(json)
  }
}
