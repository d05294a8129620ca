import Cryptography
import Environment

/// The SigV4 key of one day and scope. Deriving it takes four keyed hashes, so a signer keeps it for the day.
struct SigningKey {
  let credentials: Credentials
  /// `20150830`
  let date: String
  /// `20150830/us-east-1/dynamodb/aws4_request`
  let scope: String
  let key: HMAC

  init(credentials: Credentials, date: String, region: String, service: String) {
    self.credentials = credentials
    self.date = date
    scope = "\(date)/\(region)/\(service)/aws4_request"
    var secret = Array("AWS4".utf8)
    secret.append(contentsOf: credentials.secretAccessKey.utf8)
    let derived = [date, region, service, "aws4_request"].reduce(secret) { HMAC(key: $0).authenticate($1.utf8) }
    key = HMAC(key: derived)
  }
}
