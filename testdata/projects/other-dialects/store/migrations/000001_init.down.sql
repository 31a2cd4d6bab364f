DROP TABLE `item`;
