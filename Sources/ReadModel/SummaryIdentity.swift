/// Which attributes tell one version of a summary from another.
public enum SummaryIdentity {
  /// The attributes whose equality makes two stored copies the same.
  public static let attributes = ["Version", "HeadHash", "ProjectionVersion", "StateDigest"]
}
