/// One row of a view: an aggregate that is listed under an owner's key.
///
/// The row says nothing else, so that it changes only when the aggregate goes to another owner.
public struct ViewRow: Hashable, Sendable {
  /// The view's name: `CustomerAccounts`.
  public let view: String
  public let owner: OwnerKey
  public let aggregateID: AggregateID

  public init(view: String, owner: OwnerKey, aggregateID: AggregateID) {
    self.view = view
    self.owner = owner
    self.aggregateID = aggregateID
  }

  /// What the sort keys of a view's rows begin with; the aggregate's name follows.
  public static func prefix(of view: String) -> String { view + "#" }

  /// The sort key in the read model's table, whose partition key is the owner's: `CustomerAccounts#account-1`.
  public var sortKey: String { Self.prefix(of: view) + aggregateID.text }

  /// All rows of an aggregate in a state.
  public static func rows<Model: Domain>(
    of aggregateID: AggregateID, in state: Model.State, _ model: Model.Type = Model.self
  ) -> Set<ViewRow> {
    var rows: Set<ViewRow> = []
    for view in Model.views {
      for owner in view.owners(of: state) {
        rows.insert(ViewRow(view: view.name(of: Model.noun), owner: owner, aggregateID: aggregateID))
      }
    }
    return rows
  }
}
