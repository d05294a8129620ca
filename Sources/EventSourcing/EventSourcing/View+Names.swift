extension View {
  /// The query that lists what `noun` names under an owner: `getCustomerAccounts`.
  public func query(listing noun: Noun) -> String { "get" + name(of: noun) }

  /// The same as a route of the HTTP API: `/customers/{id}/accounts`.
  public func route(listing noun: Noun) -> String { "\(owner.route)/\(noun.listMember)" }
}

extension Noun {
  /// The route of the HTTP API to one aggregate: `/accounts/{id}`.
  public var route: String { "/\(listMember)/{id}" }
}
