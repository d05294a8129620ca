/// What a domain calls its aggregates, and the names in tables, questions, routes and answers that are made of it.
public struct Noun: Hashable, Sendable {
  /// One of them, with a capital letter: `Account`.
  public let singular: String
  /// Several of them, with a capital letter: `Accounts`.
  public let plural: String
  /// The query for one aggregate's summary: `getAccountSummary`.
  public let summaryQuery: String

  /// - Parameters:
  ///   - singular: letters only, the first a capital one.
  ///   - plural: the same.
  ///   - summaryQuery: absent, `get`, the singular and `Summary`.
  public init(_ singular: String, plural: String, summaryQuery: String? = nil) {
    self.singular = singular
    self.plural = plural
    self.summaryQuery = summaryQuery ?? "get\(singular)Summary"
  }

  /// A member that names one: `accountId`.
  public var idMember: String { Self.lowered(singular) + "Id" }

  /// The attribute of an item that names one: `AccountId`.
  public var idAttribute: String { singular + "Id" }

  /// A member that lists several, and the first step of a route: `accounts`.
  public var listMember: String { Self.lowered(plural) }

  /// A member that counts them: `accountCount`.
  public var countMember: String { Self.lowered(singular) + "Count" }

  private static func lowered(_ name: String) -> String {
    guard let first = name.first else { return name }
    return first.lowercased() + String(name.dropFirst())
  }
}
