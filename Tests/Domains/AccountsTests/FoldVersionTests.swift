import Accounts
import Environment
import EventSourcing
import JSON
import Testing

/// Copies of an account's state decide about money: a fold that makes another state of the same log needs another number.
@Suite struct FoldVersionTests {
  /// What the present ``Account/foldVersion`` makes of the log below.
  private static let version = 1
  private static let encoded =
    #"{"AccountType":"savings","Balance":57.75,"ClosedAt":"2024-03-01T00:00:00+01:00","CreatedAt":"2024-01-15T10:00:00Z","#
    + #""CustomerId":"customer-456","LastTransactionAt":"2024-01-15T10:30:04.000000Z","OverdraftLimit":50.25,"#
    + #""Status":"Closed","TransactionCount":4}"#
  private static let digest = "188caa48f752dc538c491c3725dd3cf0636e03c73a5808f57a55eff5560b4bda"

  private static let log: [(AccountEventType, String)] = [
    (
      .accountCreated,
      #"{"accountId":"account-123","customerId":"customer-456","accountType":"savings","createdAt":"2024-01-15T10:00:00Z","#
        + #""overdraftLimit":50.250}"#
    ),
    (
      .transactionProcessed,
      #"{"transactionId":"tx-1","amount":100.50,"type":"deposit","timestamp":"2024-01-16T08:00:00Z"}"#
    ),
    (.transactionProcessed, #"{"transactionId":"tx-2","amount":-130,"type":"withdrawal","note":{"by":[1,2.0]}}"#),
    (.transactionProcessed, #"{"amount":87.2501}"#),
    (.transactionProcessed, #"{"amount":-1e-4,"type":"fee"}"#),
    (.accountClosed, #"{"closedAt":"2024-03-01T00:00:00+01:00","reason":"moved away"}"#),
  ]

  private static let advice: Comment =
    """
    The fold makes another state, or another text of it, than under foldVersion \(version). Raise Account.foldVersion, then \
    write the new version, state and digest here. Deploy it in the order of terraform/README.md, "Raise foldVersion".
    """

  @Test func theFoldOfAFixedLog() throws {
    let given = try Given(Self.log)
    let head = LogHead(
      sequence: try #require(SequenceNumber(Self.log.count)),
      hash: try #require(EventHash(String(repeating: "5", count: 64))),
      timestamp: Timestamp(seconds: 1_705_314_600, nanoseconds: 0), eventID: "00000000-0000-4000-8000-000000000006")
    let copy = FoldedCopy<Account>(aggregateID: given.aggregateID, head: head, state: try given.state)
    let encoded = CanonicalJSON.bytes(of: .object(Account.encode(try given.state)))
    #expect(Account.foldVersion == Self.version, Self.advice)
    #expect(String(decoding: encoded, as: UTF8.self) == Self.encoded, Self.advice)
    #expect(copy.attributes["StateDigest"]?.string == Self.digest, Self.advice)
  }
}
