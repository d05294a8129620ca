/// What may differ between services in how a request is signed. The defaults are those of DynamoDB and EventBridge.
struct SigningOptions: Hashable, Sendable {
  /// Remove `.`, `..` and empty segments from the path before signing: all services but S3 do.
  var normalizesPath = true
  /// Send the payload's digest as `x-amz-content-sha256`.
  var sendsPayloadDigest = false
  /// Send the session token without covering it by the signature.
  var leavesSessionTokenUnsigned = false
}
