import EventSourcing
import JSON
import ReadModel

/// The summary that stands in the read model, by what it is good for.
struct StoredSummary<Model: Domain> {
  enum Form {
    case none
    /// Whole, and of this code's fold. Whether it stands in the log is for the log to say.
    case copy(FoldedCopy<Model>)
    /// Written by an older version of the fold.
    case older
    /// Written by a newer version of the fold.
    case newer(Int)
    case damaged
  }

  /// As it was read, for the condition on its replacement.
  let attributes: JSONObject?
  let form: Form

  init(_ attributes: JSONObject?, of aggregateID: AggregateID) {
    self.attributes = attributes
    guard let attributes else {
      form = .none
      return
    }
    if let copy = FoldedCopy<Model>(attributes: attributes, of: aggregateID) {
      form = .copy(copy)
    } else if let version = attributes["ProjectionVersion"]?.number?.int, version != Model.foldVersion {
      form = version > Model.foldVersion ? .newer(version) : .older
    } else {
      form = .damaged
    }
  }

  /// The event that it says it stands behind; nil where there is no summary, or none whose word counts.
  var position: (sequence: SequenceNumber, hash: EventHash)? {
    switch form {
    case .none, .damaged: return nil
    case .copy(let copy): return (copy.head.sequence, copy.head.hash)
    case .older, .newer:
      guard
        let sequence = attributes?["Version"]?.number?.int.flatMap(SequenceNumber.init),
        let hash = attributes?["HeadHash"]?.string.flatMap(EventHash.init)
      else { return nil }
      return (sequence, hash)
    }
  }

  /// The fold to go on from.
  var fold: Fold<Model> {
    if case .copy(let copy) = form { Fold(after: copy) } else { Fold() }
  }

  /// The rows that its state has, as far as that can still be read.
  func rows(of aggregateID: AggregateID) -> Set<ViewRow> {
    let state = if case .copy(let copy) = form { copy.state } else { attributes.flatMap(Model.decodeState(from:)) }
    return state.map { ViewRow.rows(of: aggregateID, in: $0, Model.self) } ?? []
  }
}
