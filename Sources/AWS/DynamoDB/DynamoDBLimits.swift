/// What DynamoDB refuses ("Service, account, and table quotas" and the API reference's operation pages).
public enum DynamoDBLimits {
  /// Bytes of one item, names included.
  public static let itemSize = 400 * 1_024
  /// Bytes of all items of one transaction.
  public static let transactionSize = 4 * 1_024 * 1_024
  /// Actions of one transaction.
  public static let transactionActions = 100
  /// Puts and deletes of one `BatchWriteItem`.
  public static let batchWrites = 25
  /// Keys of one `BatchGetItem`.
  public static let batchKeys = 100
}
