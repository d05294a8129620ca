import EventSourcing
import JSON

/// Which of an aggregate's read-model items is meant: the sort key of the read-model table.
public enum ProjectionType: Hashable, Sendable {
  /// What queries about the aggregate are answered from.
  case summary
  /// How far a long refold has come. It is never served.
  case rebuild
  /// Who is writing what stands behind the summary (``ProjectionClaim``). It is never served.
  case claim
  /// One event of the aggregate's history.
  case auditTrail(SequenceNumber)
  /// The folded aggregate as it was behind one event.
  case snapshot(SequenceNumber)

  /// The sort key's attribute.
  public static let attribute = "ProjectionType"
  /// What stands before the twenty digits of an audit item.
  public static let auditTrailPrefix = "AuditTrail#"
  /// What stands before the twenty digits of a snapshot.
  public static let snapshotPrefix = "Snapshot#"

  /// The sort key's text (contract, section 3): `AccountSummary` where the aggregates are accounts.
  public func text(of noun: Noun) -> String {
    switch self {
    case .summary: noun.singular + "Summary"
    case .rebuild: noun.singular + "Rebuild"
    case .claim: noun.singular + "Claim"
    case .auditTrail(let sequence): Self.auditTrailPrefix + sequence.padded
    case .snapshot(let sequence): Self.snapshotPrefix + sequence.padded
    }
  }

  /// The place of an audit item; nil for any other item.
  public static func auditSequence(of item: JSONObject) -> SequenceNumber? {
    item[attribute]?.string.flatMap(auditSequence)
  }

  /// The place that an audit item's sort key names.
  static func auditSequence(in text: String) -> SequenceNumber? {
    guard text.utf8.starts(with: auditTrailPrefix.utf8) else { return nil }
    let digits = String(decoding: text.utf8.dropFirst(auditTrailPrefix.utf8.count), as: UTF8.self)
    return Int(digits).flatMap(SequenceNumber.init)
  }
}
