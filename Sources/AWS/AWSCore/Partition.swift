/// A group of AWS regions with accounts, domains and rules of their own (`partitions.json` of AWS's SDKs; as of
/// botocore 1.44 every partition has FIPS and dual-stack endpoints).
public struct Partition: Hashable, Sendable {
  /// As in its ARNs: `aws`, `aws-cn`.
  public let name: String
  /// What its endpoints end with: `amazonaws.com`.
  let domain: String
  /// What its endpoints end with that have IPv6 addresses as well.
  let dualStackDomain: String
  /// Whether Amazon Trust Services are known to vouch for its endpoints. They do in the European Sovereign Cloud
  /// (https://www.amazontrust.com/repository/); isolated partitions have authorities of their own
  /// (https://github.com/boto/botocore/issues/2611); no statement was found about China.
  public let trustsAmazonRoots: Bool

  /// The partition of a region; `aws` if its name is like none of the others'.
  public init(region: String) {
    self = Self.others.first { region.hasPrefix($0.regionPrefix) }?.partition ?? Self.commercial
  }

  private init(_ name: String, _ domain: String, _ dualStackDomain: String, trustsAmazonRoots: Bool = false) {
    self.name = name
    self.domain = domain
    self.dualStackDomain = dualStackDomain
    self.trustsAmazonRoots = trustsAmazonRoots
  }

  private static let commercial = Partition("aws", "amazonaws.com", "api.aws", trustsAmazonRoots: true)

  private static let others: [(regionPrefix: String, partition: Partition)] = [
    ("us-gov-", Partition("aws-us-gov", "amazonaws.com", "api.aws", trustsAmazonRoots: true)),
    ("cn-", Partition("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn")),
    ("eusc-", Partition("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", trustsAmazonRoots: true)),
    ("us-iso-", Partition("aws-iso", "c2s.ic.gov", "api.aws.ic.gov")),
    ("us-isob-", Partition("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud")),
    ("eu-isoe-", Partition("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")),
    ("us-isof-", Partition("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov")),
  ]
}
