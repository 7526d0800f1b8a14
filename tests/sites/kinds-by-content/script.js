let nothing = "that is read";
