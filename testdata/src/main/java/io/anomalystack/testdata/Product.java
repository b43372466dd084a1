package io.anomalystack.testdata;

/** What the bookshop sells, and how much of it in a minute of an even hour. */
enum Product {
  ITEM_A(0, "item-A", 20),
  ITEM_B(1, "item-B", 30);

  private final int number;
  private final String productName;
  private final int unitsInEvenHours;

  Product(int number, String productName, int unitsInEvenHours) {
    this.number = number;
    this.productName = productName;
    this.unitsInEvenHours = unitsInEvenHours;
  }

  /** Part of the seed: with another number a product sells at other times. */
  int number() {
    return number;
  }

  String productName() {
    return productName;
  }

  /** Units a minute in even hours (UTC). */
  int unitsInEvenHours() {
    return unitsInEvenHours;
  }

  /** Units a minute on a day like any other: half as much in odd hours. */
  double usualUnits(long epochMinute) {
    return isOddHour(epochMinute) ? unitsInEvenHours / 2.0 : unitsInEvenHours;
  }

  /** A day has 24 hours, so the parity of the hour since the epoch is that of the hour of day. */
  static boolean isOddHour(long epochMinute) {
    return Math.floorMod(Math.floorDiv(epochMinute, 60), 2) == 1;
  }
}
