import EventSourcing
import Foundation

/// What every implementation of `EventStore` and `EventIndex` must hold to, written once.
///
///     @Test(arguments: EventStoreContract.rules) func contract(_ rule: EventStoreContract.Rule) throws {
///       try rule.check(MyStoreFixture())
///     }
public enum EventStoreContract {
  public struct Rule: Sendable {
    public let name: String
    private let body: @Sendable (any EventStoreFixture) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (any EventStoreFixture) throws -> Void) {
      self.name = name
      self.body = body
    }

    /// - Parameter fixture: a fresh store for each rule.
    /// - Throws: ``Violation``, or what the store threw.
    public func check(_ fixture: any EventStoreFixture) throws { try body(fixture) }
  }

  /// A rule that does not hold, in words.
  public struct Violation: Error, CustomStringConvertible {
    public let description: String
  }

  public static let rules = logRules + appendRules + journalRules + refusalRules + contentRules + copyRules + indexRules

  static func require(_ condition: Bool, _ words: @autoclosure () -> String) throws {
    if !condition { throw Violation(description: words()) }
  }

  static func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
    try require(found == expected, "\(what): found \(found), expected \(expected)")
  }

  /// For reads that may be behind, as those of an index are: asked again, for 20 seconds, until they
  /// show what is expected.
  ///
  /// - Throws: ``Violation``, or what the read threw.
  public static func soon<Value: Equatable>(_ find: () throws -> Value, _ expected: Value, _ what: String) throws {
    let end = ContinuousClock.now + .seconds(20)
    var found = try find()
    while found != expected, ContinuousClock.now < end {
      Thread.sleep(forTimeInterval: 0.01)
      found = try find()
    }
    try same(found, expected, what)
  }
}

extension EventStore {
  /// All events of a log, page by page.
  public func allEvents(of aggregateID: AggregateID, limit: Int = 500) throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    while true {
      let next = (events.last?.sequence ?? .zero).next
      let page = try self.events(
        of: aggregateID, from: next, through: .last, limit: limit, deadline: nil)
      events += page.events
      if !page.hasMore { return events }
    }
  }

  /// The journal's entries that count, as a command finds them.
  public func journal(of aggregateID: AggregateID, keys: [IdempotencyKey]) throws -> [JournalEntry] {
    try loadTail(of: aggregateID, keys: keys, deadline: nil).journal
  }

  /// An append that is expected to go in.
  func put(_ append: Append) throws {
    let outcome = try self.append(append, deadline: nil)
    try EventStoreContract.same(outcome, .appended, "an append behind the head")
  }
}
