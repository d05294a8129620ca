/// One row of a view: an aggregate that is listed under an owner's key.
///
/// The row says nothing else, so that it changes only when the aggregate goes to another owner.
public struct ViewRow: Hashable, Sendable {
  /// The view's name: `CustomerAccounts`.
  public let view: String
  public let owner: OwnerKey
  public let aggregateID: AggregateID
  /// What the view is ordered by (``View/rank``); nil where that is the aggregate's name.
  public let rank: String?

  public init(view: String, owner: OwnerKey, aggregateID: AggregateID, rank: String? = nil) {
    self.view = view
    self.owner = owner
    self.aggregateID = aggregateID
    self.rank = rank
  }

  /// What the sort keys of a view's rows begin with; their ``place`` follows.
  public static func prefix(of view: String) -> String { view + "#" }

  /// The sort key in the read model's table, whose partition key is the owner's: `CustomerAccounts#account-1`.
  public var sortKey: String { Self.prefix(of: view) + place }

  /// What tells the rows of a view apart that have one owner: the aggregate's name, behind its rank where there is one.
  public var place: String { rank.map { "\($0)#\(aggregateID.text)" } ?? aggregateID.text }

  /// The row at a place.
  ///
  /// - Parameter isRanked: whether the view has an order of its own.
  /// - Returns: nil for what is no place of such a view.
  public init?(view: String, owner: OwnerKey, place: String, isRanked: Bool) {
    var name = place.utf8[...]
    var rank: String?
    if isRanked {
      guard let end = name.firstIndex(of: UInt8(ascii: "#")) else { return nil }
      rank = String(decoding: name[..<end], as: UTF8.self)
      name = name[name.index(after: end)...]
    }
    guard let aggregateID = try? AggregateID(String(decoding: name, as: UTF8.self)) else { return nil }
    self.init(view: view, owner: owner, aggregateID: aggregateID, rank: rank)
  }

  /// All rows of an aggregate in a state.
  public static func rows<Model: Domain>(
    of aggregateID: AggregateID, in state: Model.State, _ model: Model.Type = Model.self
  ) -> Set<ViewRow> {
    var rows: Set<ViewRow> = []
    for view in Model.views {
      for owner in view.owners(of: state) {
        rows.insert(
          ViewRow(
            view: view.name(of: Model.noun), owner: owner, aggregateID: aggregateID, rank: view.rank?(state)))
      }
    }
    return rows
  }
}
