package io.anomalystack.notifier.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger does. */
abstract class LedgerContract {
  static final Delivery MAIL = new Delivery("a".repeat(64), "mail");
  static final Delivery PHONE = new Delivery("a".repeat(64), "phone");
  static final Delivery OTHER = new Delivery("b".repeat(64), "mail");

  abstract Ledger ledger();

  @Test
  void knowsWhatItWasTold() {
    Ledger ledger = ledger();
    assertThat(ledger.made(List.of(MAIL, PHONE, OTHER))).isEmpty();
    ledger.note(List.of(MAIL, OTHER));
    assertThat(ledger.made(List.of(MAIL, PHONE, OTHER))).containsExactlyInAnyOrder(MAIL, OTHER);
    assertThat(ledger.made(List.of(PHONE))).isEmpty();
  }

  @Test
  void beingToldTwiceIsHarmless() {
    Ledger ledger = ledger();
    ledger.note(List.of(MAIL));
    ledger.note(List.of(MAIL, PHONE));
    assertThat(ledger.made(List.of(MAIL, PHONE))).containsExactlyInAnyOrder(MAIL, PHONE);
  }

  @Test
  void takesManyAtOnce() {
    List<Delivery> many =
        IntStream.range(0, 250).mapToObj(i -> new Delivery("alert" + i, "mail")).toList();
    Ledger ledger = ledger();
    ledger.note(many.subList(0, 130));
    Set<Delivery> expected = new HashSet<>(many.subList(0, 130));
    assertThat(ledger.made(many)).isEqualTo(expected);
  }

  @Test
  void nothingIsNothing() {
    Ledger ledger = ledger();
    ledger.note(List.of());
    assertThat(ledger.made(List.of())).isEmpty();
  }
}
