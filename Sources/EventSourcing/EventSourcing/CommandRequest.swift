import Cryptography
import JSON

/// One or more commands for one aggregate, to be appended all together or not at all.
public struct CommandRequest<Model: Aggregate>: Sendable {
  /// One command, with the idempotency key that guards it, where it has one.
  public struct Entry: Sendable {
    public let command: Model.Command
    public let key: IdempotencyKey?

    public init(_ command: Model.Command, key: IdempotencyKey?) {
      self.command = command
      self.key = key
    }
  }

  public let aggregateID: AggregateID
  /// In order: each is decided on the state after the one before. Never empty.
  public let entries: [Entry]
  /// The keys of all entries, each once, in order.
  public let keys: [IdempotencyKey]
  /// Append only if the log's last sequence is exactly this.
  public let expectedSequence: SequenceNumber?
  public let userID: String
  public let correlationID: String?
  /// The event that caused it, where a process sends it.
  public let causationID: String?
  /// Whether a refusal is remembered under the first entry's key, so that no later try can be carried out.
  public let settlesRefusals: Bool
  /// A hash over what was asked for, which tells the same request from another one under the same key. What goes into it
  /// has a version, which stands before it: see ``JournalEntry/answers(_:)``.
  public let contentHash: String

  /// - Parameter content: what the caller asked for, as JSON; numbers and the order of members do not matter to the
  ///   hash, only what they mean.
  public init(
    aggregateID: AggregateID, entries: [Entry], expectedSequence: SequenceNumber?, userID: String,
    correlationID: String?, causationID: String? = nil, settlesRefusals: Bool = false, content: JSONValue
  ) {
    self.aggregateID = aggregateID
    self.entries = entries
    var seen: Set<IdempotencyKey> = []
    keys = entries.compactMap { $0.key }.filter { seen.insert($0).inserted }
    self.expectedSequence = expectedSequence
    self.userID = userID
    self.correlationID = correlationID
    self.causationID = causationID
    self.settlesRefusals = settlesRefusals
    contentHash = "\(Self.contentVersion):" + SHA256.hexadecimal(CanonicalJSON.bytes(of: content))
  }

  /// Raised with every change of what callers put into `content`.
  private static var contentVersion: Int { 1 }

  /// Whether the first command can only stand at the start of a log, so that nothing need be read before deciding.
  var startsLog: Bool {
    guard let first = entries.first, (expectedSequence ?? .zero) == .zero else { return false }
    return Model.startsLog(first.command)
  }
}
