import CertificateAuthorities
import Testing

/// What the bundles carry is checked on the bundles themselves, in Tests/Artifacts.
@Suite("CertificateAuthorities")
struct CertificateAuthoritiesTests {
  @Test("A program that build.sh did not link carries no roots and says so")
  func absentInDevelopmentBuilds() {
    #expect(CertificateAuthorities.embedded() == nil)
  }
}
