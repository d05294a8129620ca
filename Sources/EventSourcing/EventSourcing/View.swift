import JSON

/// Aggregates listed under other keys than their own: the accounts of a customer.
///
/// The projection keeps a row for each key that an aggregate's state has, and writes rows that come or go in one
/// transaction with the aggregate's summary. What the list says of an aggregate comes from its summary, so that an event
/// which moves no row costs nothing more.
public struct View<State: Sendable>: Sendable {
  /// What the keys name: `Customer`, from which come `getCustomerAccounts`, `customerId` and `/customers/{id}/accounts`.
  public let owner: Noun
  /// The keys under which an aggregate in this state is listed, mostly one. What is no ``OwnerKey`` is left out.
  public let keys: @Sendable (State) -> [String]
  /// What the list is ordered by, the greatest text first; nil orders it by the aggregates' names. At most 64 bytes, without
  /// `#`.
  public let rank: (@Sendable (State) -> String)?
  /// What the list says of an aggregate beside its id and version.
  public let entry: @Sendable (State) -> JSONObject
  /// A JSON Schema (draft 2020-12) of ``entry``; empty for any object.
  public let entryDocumentation: JSONObject

  public init(
    of owner: Noun, keys: @escaping @Sendable (State) -> [String], rank: (@Sendable (State) -> String)? = nil,
    entry: @escaping @Sendable (State) -> JSONObject, entryDocumentation: JSONObject = [:]
  ) {
    self.owner = owner
    self.keys = keys
    self.rank = rank
    self.entry = entry
    self.entryDocumentation = entryDocumentation
  }

  /// The owners' keys of a state.
  public func owners(of state: State) -> [OwnerKey] { keys(state).compactMap { try? OwnerKey($0) } }

  /// The view's name, where it lists what `noun` names: `CustomerAccounts`.
  public func name(of noun: Noun) -> String { owner.singular + noun.plural }
}
