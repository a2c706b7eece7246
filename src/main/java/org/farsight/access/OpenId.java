package org.farsight.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636). What
 * the provider is, it says itself ({@code .well-known/openid-configuration}), and is asked when the
 * first person comes. Safe for use by many threads; its methods wait for the provider.
 */
public final class OpenId {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int CONNECT = 5_000;
  private static final int READ = 10_000;
  private static final int MOST = 10_000;
  private static final int MOST_KEY_BYTES = 1 << 20;

  /** So long a provider that did not answer is not asked again: whoever comes would wait for it. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final OpenIdSettings settings;
  private final InstantSource clock;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private @Nullable OIDCProviderMetadata provider;
  private @Nullable IDTokenValidator validator;
  private Instant notBefore = Instant.MIN;

  private record Pending(CodeVerifier verifier, Nonce nonce, String returnTo, Instant at) {}

  /**
   * Somebody is on the way to the provider.
   *
   * @param state that the same browser brings back, also in a cookie
   * @param address to which the browser goes
   */
  public record Begun(String state, URI address) {}

  /**
   * Somebody has come back.
   *
   * @param returnTo own page that was wanted
   */
  public record Arrived(Visitor visitor, String returnTo) {}

  /** It did not come to a sign-in; the message is for people and names nobody. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Asks nobody yet. */
  public OpenId(OpenIdSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Sends somebody to the provider.
   *
   * @param returnTo own page to which the browser goes at the end
   * @param anew whether the person is to sign in there, also where that browser is signed in there
   *     already (OpenID Connect Core §3.1.2.1, {@code prompt=login}): it may be another person's
   */
  public Begun begin(String returnTo, boolean anew) throws RefusedException {
    State state = new State();
    Pending one = new Pending(new CodeVerifier(), new Nonce(), returnTo, clock.instant());
    AuthenticationRequest.Builder asks =
        new AuthenticationRequest.Builder(
                new ResponseType("code"),
                new Scope(settings.scopes().toArray(String[]::new)),
                new ClientID(settings.clientId()),
                settings.redirect())
            .endpointURI(provider().getAuthorizationEndpointURI())
            .state(state)
            .nonce(one.nonce())
            .codeChallenge(one.verifier(), CodeChallengeMethod.S256);
    URI address = (anew ? asks.prompt(new Prompt(Prompt.Type.LOGIN)) : asks).build().toURI();
    synchronized (pending) {
      pending.put(state.getValue(), one);
      if (pending.size() > MOST) {
        pending.remove(pending.keySet().iterator().next());
      }
    }
    return new Begun(state.getValue(), address);
  }

  /**
   * Takes somebody who comes back from the provider.
   *
   * @param state of the address
   * @param brought the state that the browser kept
   * @param code of the address
   */
  public Arrived arrive(String state, String brought, String code) throws RefusedException {
    Pending one;
    synchronized (pending) {
      one = state.equals(brought) ? pending.remove(state) : null;
    }
    if (one == null || one.at().plus(PATIENCE).isBefore(clock.instant())) {
      throw new RefusedException("this sign-in was not begun in this browser, or took too long");
    }
    try {
      IDTokenClaimsSet claims = claims(one, code);
      return new Arrived(settings.visitor(claims.toJSONObject()), one.returnTo());
    } catch (BadJOSEException | JOSEException e) {
      throw new RefusedException("the provider's word is not good: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    } catch (GeneralException | IOException e) {
      throw new RefusedException("the provider gave no answer of use: " + e.getMessage(), e);
    }
  }

  private IDTokenClaimsSet claims(Pending one, String code)
      throws RefusedException, GeneralException, IOException, BadJOSEException, JOSEException {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), settings.redirect(), one.verifier());
    URI endpoint = provider().getTokenEndpointURI();
    ClientID client = new ClientID(settings.clientId());
    Optional<String> secret = settings.secret();
    TokenRequest request =
        secret.isPresent()
            ? new TokenRequest.Builder(
                    endpoint, new ClientSecretBasic(client, new Secret(secret.get())), grant)
                .build()
            : new TokenRequest.Builder(endpoint, client, grant).build();
    HTTPRequest http = request.toHTTPRequest();
    http.setConnectTimeout(CONNECT);
    http.setReadTimeout(READ);
    http.setFollowRedirects(false);
    var answer = OIDCTokenResponseParser.parse(http.send());
    if (!answer.indicatesSuccess()) {
      String error = answer.toErrorResponse().getErrorObject().getCode();
      throw new RefusedException("the provider gives nobody for this code: " + error);
    }
    if (!(answer.toSuccessResponse() instanceof OIDCTokenResponse good)) {
      throw new RefusedException("the provider sent no ID token");
    }
    return validator().validate(good.getOIDCTokens().getIDToken(), one.nonce());
  }

  private synchronized OIDCProviderMetadata provider() throws RefusedException {
    OIDCProviderMetadata known = provider;
    if (known == null) {
      if (clock.instant().isBefore(notBefore)) {
        throw new RefusedException(settings.issuer() + " has not answered; try again in seconds");
      }
      try {
        known = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), CONNECT, READ);
        validator =
            new IDTokenValidator(
                new Issuer(settings.issuer()),
                new ClientID(settings.clientId()),
                JWSAlgorithm.parse(settings.algorithm()),
                known.getJWKSetURI().toURL(),
                new DefaultResourceRetriever(CONNECT, READ, MOST_KEY_BYTES));
        provider = known;
      } catch (GeneralException | IOException e) {
        notBefore = clock.instant().plus(REST);
        throw new RefusedException(
            settings.issuer() + " does not say what it is: " + e.getMessage(), e);
      }
    }
    return known;
  }

  private synchronized IDTokenValidator validator() throws RefusedException {
    IDTokenValidator known = validator;
    if (known == null) {
      throw new RefusedException("the provider is not known yet");
    }
    return known;
  }
}
